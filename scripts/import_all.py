"""Import every module of ours once, so that Python keeps the bytecode of all that they import.

Where a process may not write bytecode (a read-only image, PYTHONDONTWRITEBYTECODE), each one would
otherwise compile some 700 files anew, which takes longer than all else a command does at its start.
"""

import importlib
import pkgutil

PACKAGES = ("data", "network", "routing", "workers", "app")

for name in PACKAGES:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
