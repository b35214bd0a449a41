/** Whether the displayed versions differ from the stored ones: pure. */

interface Versioned {
  id: string;
  version: number;
}

export function differs(displayed: Versioned[], stored: Versioned[]) {
  const versions = new Map(displayed.map(({ id, version }) => [id, version]));
  return (
    displayed.length !== stored.length ||
    stored.some(({ id, version }) => versions.get(id) !== version)
  );
}
