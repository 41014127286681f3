"""The bill of materials in CycloneDX 1.6: what runs here, with versions and hashes. `python -m supply.sbom > planner.cdx.json`."""

import json
import sys
from pathlib import Path
from urllib.parse import quote

from supply.locks import NODE, ROOT, Package, node_packages, python_packages

NAMES = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512", "sha1": "SHA-1"}


def bill(root: Path = ROOT) -> dict[str, object]:
    """What is installed to run Planner, and what its front end is built of; the same locks give the same bill."""
    packages = [*python_packages(root / "requirements/run.lock"), *node_packages(root / NODE)]
    components = {address(package): _component(package) for package in packages}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "planner", "bom-ref": "planner"}},
        "components": [components[one] for one in sorted(components)],
        "dependencies": [{"ref": "planner", "dependsOn": sorted(components)}],
    }


def address(package: Package) -> str:
    """The package URL."""
    return f"pkg:{package.where}/{quote(package.name.lower() if package.where == 'pypi' else package.name)}@{package.version}"


def _component(package: Package) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": address(package),
        "name": package.name,
        "version": package.version,
        "purl": address(package),
        "hashes": [{"alg": NAMES[name], "content": digest} for name, digest in package.hashes],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    sys.stdout.write("\n")
