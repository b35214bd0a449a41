/** Random names. `crypto.randomUUID` does not exist on pages loaded over plain http. */

const BYTES = 16;

/** Returns 32 hexadecimal digits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
