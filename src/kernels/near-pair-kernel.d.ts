/** The compiled kernel of src/kernels/assembly, put there by src/build/kernel-plugin.mjs. */
declare module 'virtual:near-pair-kernel' {
  /** WebAssembly in base64. */
  const kernel: string;
  export default kernel;
}
