"""Recipes in the manner of the field, every way out among them."""

from __future__ import annotations

HEAD = """\
type: basic
format_version: 1
spec:
  name: "{test_case}_{environment}_{platforms}"
  model: gpt
  build: mcore-pyt-{environment}
  platforms: dgx_a100
  script: |-
    # Checkout: scope is none of YAML's business here, see #1
    # - environment: [dev]
    ls
products:
"""

WAYS = (
    HEAD
    + """\
  #######################################################################
  # Nightly tests: Run both DEV and LTS unless something is flaky       #
  #######################################################################
  - test_case: [case_plain]
    products:
      - environment: [dev, lts]
        scope: [nightly]
  - test_case: [case_broken]
    products:
      - environment: [dev]
        # Broken: hangs on repeat iter 3, exceeds 1h job limit: see issue #4657.
        scope: [mr-broken, "mr-github-broken"]  # was: [mr, mr-github]
        platforms: [dgx_h100]
      - environment: [lts]
        scope: [nightly]
  - test_case: [case_half]
    products:
      - environment: [dev]
        scope: [mr, mr-github-slim-broken]
        platforms: [dgx_h100, dgx_gb200] # hang: !2471
  - test_case: [case_disabled] # see https://github.com/NVIDIA/Megatron-LM/issues/4614
    products:
      - environment: [dev]
        scope: [mr-github-temp-disabled]
        cadence: [pr, nightly]
        platforms: [dgx_gb200]
  - test_case: [case_flaky, case_flaky_too]
    products:
      - {environment: [dev], scope: [flaky], platforms: [dgx_h100]}
  - test_case: [case_old]
    products:
      - environment: [dev]
        scope: [deprecated]
      # - environment: [lts]
      #   scope: [nightly] # OOM: #434
  # - test_case: [case_hangs]
  #   products:
  #     - environment: [dev]
  #       scope: [mr]
  #       platforms: [dgx_h100] # Hangs: #513
  #     - environment: [lts]
  #       scope: [nightly]
  # Non-deterministic since 25.06: !4108
  # - test_case: [case_gone]
  #   products: # out until the loader is fixed
  # - environment: [dev, lts]
  #   scope: [mr, 'nightly']
  - test_case: [case_nightly]
    products:
      - environment: [dev]
        scope:
          - nightly-broken
          - L0-smoke
"""
)
