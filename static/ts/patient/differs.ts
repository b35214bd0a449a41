/** Whether what is drawn is what is held: pure. */

interface Numbered {
  id: string;
  version: number;
}

export function differs(drawn: Numbered[], stored: Numbered[]) {
  const versions = new Map(drawn.map(({ id, version }) => [id, version]));
  return (
    drawn.length !== stored.length || stored.some(({ id, version }) => versions.get(id) !== version)
  );
}
