"""Cut GitHub's OpenAPI description down to the answers the sandbox gives, as JSON Schema.

npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
python -m tests.sandbox_tests.openapi.trim package/generated/api.github.com.json VERSION
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TARGET = HERE / "github.json"
SOURCE = "npm @octokit/openapi {version} (MIT), generated/api.github.com.json: GET answers used, prose left out"
KEPT = frozenset(
    {
        "type",
        "properties",
        "required",
        "items",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
        "additionalProperties",
        "$ref",
        "nullable",
        "format",
        "const",
    }
)
MARK = "#/components/schemas/"
PATHS = """\
/rate_limit
/user
/users/{username}
/repos/{owner}/{repo}
/repos/{owner}/{repo}/actions/artifacts/{artifact_id}
/repos/{owner}/{repo}/actions/jobs/{job_id}
/repos/{owner}/{repo}/actions/runs
/repos/{owner}/{repo}/actions/runs/{run_id}
/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts
/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}
/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs
/repos/{owner}/{repo}/actions/runs/{run_id}/jobs
/repos/{owner}/{repo}/actions/workflows
/repos/{owner}/{repo}/actions/workflows/{workflow_id}
/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs
/repos/{owner}/{repo}/branches
/repos/{owner}/{repo}/branches/{branch}
/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations
/repos/{owner}/{repo}/collaborators/{username}/permission
/repos/{owner}/{repo}/commits
/repos/{owner}/{repo}/commits/{commit_sha}/pulls
/repos/{owner}/{repo}/commits/{ref}
/repos/{owner}/{repo}/commits/{ref}/status
/repos/{owner}/{repo}/commits/{ref}/statuses
/repos/{owner}/{repo}/compare/{basehead}
/repos/{owner}/{repo}/contents/{path}
/repos/{owner}/{repo}/git/blobs/{file_sha}
/repos/{owner}/{repo}/git/commits/{commit_sha}
/repos/{owner}/{repo}/git/matching-refs/{ref}
/repos/{owner}/{repo}/git/ref/{ref}
/repos/{owner}/{repo}/git/trees/{tree_sha}
/repos/{owner}/{repo}/issues
/repos/{owner}/{repo}/issues/{issue_number}
/repos/{owner}/{repo}/issues/{issue_number}/comments
/repos/{owner}/{repo}/issues/{issue_number}/labels
/repos/{owner}/{repo}/labels
/repos/{owner}/{repo}/labels/{name}
/repos/{owner}/{repo}/pulls
/repos/{owner}/{repo}/pulls/{pull_number}
/repos/{owner}/{repo}/pulls/{pull_number}/commits
/repos/{owner}/{repo}/pulls/{pull_number}/files
""".splitlines()


def main() -> None:
    """Write github.json beside this file."""
    whole = json.loads(Path(sys.argv[1]).read_text())
    schemas: dict[str, Any] = {}
    paths = []
    for path in PATHS:
        get = whole["paths"][path]["get"]
        answer = _schema(get["responses"]["200"]["content"]["application/json"]["schema"], whole, schemas)
        multi = [one["name"] for one in _parameters(get, whole) if one.get("x-multi-segment")]
        paths.append({"path": path, "multi": multi, "schema": answer})
    found = {"source": SOURCE.format(version=sys.argv[2]), "paths": paths, "schemas": dict(sorted(schemas.items()))}
    TARGET.write_text(json.dumps(found, separators=(",", ":"), sort_keys=True) + "\n")
    sys.stdout.write(f"{TARGET.name}: {len(paths)} paths, {len(schemas)} schemas, {TARGET.stat().st_size} bytes\n")


def _parameters(get: dict[str, Any], whole: dict[str, Any]) -> list[dict[str, Any]]:
    known = whole["components"]["parameters"]
    return [known[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in get.get("parameters", [])]


def _schema(given: Any, whole: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """The schema without prose; what it refers to lands in `schemas`; `nullable` becomes a type."""
    if not isinstance(given, dict):
        return given
    if "$ref" in given:
        name = given["$ref"].removeprefix(MARK)
        if name not in schemas:
            schemas[name] = {}
            schemas[name] = _schema(whole["components"]["schemas"][name], whole, schemas)
        return {"$ref": f"#/schemas/{name}"}
    made: dict[str, Any] = {}
    for key, value in given.items():
        if key == "properties":
            made[key] = {name: _schema(one, whole, schemas) for name, one in value.items()}
        elif key in ("oneOf", "anyOf", "allOf"):
            made[key] = [_schema(one, whole, schemas) for one in value]
        elif key in KEPT:
            made[key] = _schema(value, whole, schemas)
    return {"anyOf": [made, {"type": "null"}]} if made.pop("nullable", False) else made


if __name__ == "__main__":
    main()
