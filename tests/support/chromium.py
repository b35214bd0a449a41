"""Debian's Chromium, because Playwright's own build cannot be fetched everywhere."""

import shutil

CHROMIUM = shutil.which("chromium")
# Where Debian's `chromium-headless-shell` is installed, tests take it: the same Chromium as Playwright starts it by
# itself, without bars and menus that nobody looks at. A window with a calendar costs a quarter less of a processor.
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM
# Each window's address bar would start a page of its own for suggestions. Chromium heeds the last list alone, so that
# Playwright's (disabledFeatures in its coreBundle.js) is repeated as far as it matters here.
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
