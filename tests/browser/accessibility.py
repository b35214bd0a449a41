"""axe-core over a page as it stands: WCAG 2.2 AA and axe's best practices in light; in dark, which changes colours
alone, the rules about colours."""

from typing import Any

from playwright.sync_api import Page

from tests.support.processes import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
NARROWEST = 320  # pixels; WCAG 1.4.10: a window of 1280, magnified four times
# What the edge of a scroller cuts looks too small to axe: scrolled into sight, it is looked at again.
RUN = """async (rules) => {
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const isTooSmall = async ({target}) => {
    const element = document.querySelector(target[0]);
    element.scrollIntoView({block: "center", inline: "center"});
    return (await axe.run(element, {runOnly: ["target-size"]})).violations.length > 0;
  };
  for (const rule of violations.filter(({id}) => id === "target-size")) {
    const nodes = [];
    for (const node of rule.nodes) if (await isTooSmall(node)) nodes.push(node);
    rule.nodes = nodes;
  }
  return violations;
}"""
WIDER = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, *schemes: str) -> list[str]:
    """One line for each element that breaks a rule in one of these colour schemes; empty where all is well."""
    page.evaluate(AXE)
    return [fault for scheme in schemes for fault in _faults_in(page, scheme)]


def _faults_in(page: Page, scheme: Any) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = page.evaluate(RUN, RULES if scheme == "light" else COLOURS)
    return [
        f"{scheme}: {rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page, width: int) -> int:
    """Pixels by which the page is wider than a window of this width; 0 where nobody has to scroll sideways."""
    page.set_viewport_size({"width": width, "height": 844})
    return int(page.evaluate(WIDER))
