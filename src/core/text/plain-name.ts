/**
 * Takes out of a name what would make it read as another: characters that turn the direction of writing, and control
 * characters. O(length) time.
 */
export function plainName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '');
}
