interface AdapterLike {
  readonly isFallbackAdapter?: boolean;
  readonly info?: { readonly isFallbackAdapter?: boolean };
}

/** Tells whether there is a graphics card: a fallback adapter computes on the processor, slower than WebAssembly does. */
export async function hasRealAdapter(): Promise<boolean> {
  const scope: { navigator?: { gpu?: { requestAdapter(): Promise<AdapterLike | null> } } } = globalThis;
  try {
    const adapter = await scope.navigator?.gpu?.requestAdapter();
    return (
      Boolean(adapter) && adapter?.isFallbackAdapter !== true && adapter?.info?.isFallbackAdapter !== true
    );
  } catch {
    return false;
  }
}
