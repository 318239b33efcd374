"""How the browser is started: the machine's own Chromium where there is one, and nothing of it but the page."""

import shutil
from typing import Any

QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# Each window would draw two address bars of its own, which nobody sees and which take as long as a page.
WINDOW = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"]
# The last word counts, so what Playwright itself switches off is said again.
PLAYWRIGHT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
]  # fmt: skip
OFF = f"--disable-features={','.join(PLAYWRIGHT + WINDOW)}"


def started(launch: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a launch, with ours."""
    chromium = {"executable_path": path} if (path := shutil.which("chromium")) else {}
    return {**launch, **chromium, "args": ["--no-sandbox", "--disable-gpu", *QUIET, OFF]}
