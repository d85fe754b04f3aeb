/** One file of a folder that a person picked. */
export interface PickedFile {
  /** With the folder's name in front, as the browser gives it: `my-model/onnx/model.onnx`. */
  readonly path: string;
  readonly file: Blob;
}
