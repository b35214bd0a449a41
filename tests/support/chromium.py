"""Debian's Chromium, because Playwright's own build cannot be downloaded everywhere."""

import shutil

CHROMIUM = shutil.which("chromium")
# Tests use Debian's `chromium-headless-shell` if it is installed: like Playwright's default it has no user interface of
# its own, and a window with a calendar needs a quarter less CPU.
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM
# The first line: each window's address bar would start a page for suggestions. Chromium uses only the last such list,
# so that of Playwright (disabledFeatures in its coreBundle.js) is repeated as far as it matters here.
WITHOUT = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
]
