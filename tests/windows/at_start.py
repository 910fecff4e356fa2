"""Becomes sitecustomize.py of Windows' Python: what has to be so under Wine 8 before any import."""

import _winapi
import os
import sys

# Where python313._pth stands, Python does not look at PYTHONPATH. Tests do.
sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(";"))

# kernel32 only pretends to have CopyFile2, and shutil.copy2 would end the process.
if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
