/** A token's slip: the desk opens it in a window of its own, which prints and closes. */
if (new URLSearchParams(location.search).has("print")) {
  addEventListener("afterprint", () => close());
  print();
}
