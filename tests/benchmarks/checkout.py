"""Puts this checkout first on sys.path, so that a benchmark runs without being installed."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
