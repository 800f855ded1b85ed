"""Pin files as the two repositories have them, written for tests: the same shapes, none of the same text."""

from __future__ import annotations

IMAGE = "nvcr.io/nvidia/pytorch"
GITHUB_DEV, GITHUB_LTS = "docker/.ngc_version.dev", "docker/.ngc_version.lts"
GITLAB = ".gitlab/stages/01.build.yml"
DOCKERFILE = "docker/Dockerfile.ci.dev"
BRIDGE_DOCKERFILE = "docker/Dockerfile.ci"
SUBMODULE, MAIN_COMMIT, DEV_COMMIT = "3rdparty/Megatron-LM", ".main.commit", ".dev.commit"


def image(tag: str) -> str:
    return f"{IMAGE}:{tag}-py3"


def pin(tag: str) -> str:
    """The whole of docker/.ngc_version.*"""
    return image(tag) + "\n"


def build_stage(dev: str, lts: str = "25.09", *, arm: str | None = None) -> str:
    """The GitLab build stage; `arm` where the arm64 row differs from the amd64 one."""
    return f"""\
# Images of the pipeline. The rows below are read by the build job, one per image and platform.
.build_rules: &build_rules
  - !reference [.rules, on_schedule]
  - if: $PUBLISH == "yes"
    when: never
  - when: on_success

test:pre_build_image:
  extends: [.build_job]
  rules: *build_rules
  parallel:
    matrix:
      - IMAGE: UTILITY_IMAGE
        FILE: Dockerfile.linting
        BASE_IMAGE: python:3.10
      - IMAGE: CI_MCORE_LTS_IMAGE
        FILE: Dockerfile.ci.lts
        BASE_IMAGE: {image(lts)}
        PLATFORM: amd64
      - IMAGE: CI_MCORE_LTS_IMAGE
        FILE: Dockerfile.ci.lts
        BASE_IMAGE: {image(lts)}
        PLATFORM: arm64
      - IMAGE: CI_MCORE_DEV_IMAGE
        FILE: Dockerfile.ci.dev
        IMAGE_TYPE: dev
        BASE_IMAGE: {image(dev)}  # keep beside docker/.ngc_version.dev
        PLATFORM: amd64
      - IMAGE: CI_MCORE_DEV_IMAGE
        FILE: Dockerfile.ci.dev
        IMAGE_TYPE: dev
        BASE_IMAGE: {image(arm or dev)}
        PLATFORM: arm64

test:build_nemo_image:
  extends: [.build_job]
  variables:
    BASE_IMAGE: nvcr.io/nvidian/nemo:nightly
"""


def dockerfile(tag: str, arg: str = "FROM_IMAGE_NAME") -> str:
    return f"""\
# syntax=docker/dockerfile:1
ARG {arg}={image(tag)}
FROM ${{{arg}}} AS main
RUN apt-get update && \\
    apt-get install -y --no-install-recommends git
"""


def install_test(tag: str) -> str:
    return f"""\
name: Install test
on: [pull_request]
jobs:
  pip-test-pytorch:
    runs-on: ubuntu-latest
    container:
      image: {image(tag)}
    steps:
      - run: pip install .
"""


def bridge_workflow(tag: str) -> str:
    """Passes a build argument that the Bridge's Dockerfile never declares: a dead pin."""
    return f"""\
name: CICD
jobs:
  build:
    with:
      build-args: |
        FROM_IMAGE_NAME={image(tag)}
"""
