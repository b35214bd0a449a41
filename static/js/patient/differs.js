/** Whether what is drawn is what is held: pure. */

/** @typedef {{id: string, version: number}} Numbered */

/**
 * @param {Numbered[]} drawn
 * @param {Numbered[]} held
 */
export function differs(drawn, held) {
  const versions = new Map(drawn.map(({ id, version }) => [id, version]));
  return (
    drawn.length !== held.length || held.some(({ id, version }) => versions.get(id) !== version)
  );
}
