/** Back, after signing out, must not show a page from the browser's memory: it is hidden and loaded again. */
export function reloadOnBack() {
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    document.documentElement.hidden = true;
    location.reload();
  });
}
