import { AppError } from '../core/model/index.ts';

// What makes a chart look the way it does; everything else is in its attributes.
const styleNames = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
];
const exportScale = 2;

/**
 * Writes a chart as a standalone SVG document: the computed styles stand in the elements, the background is
 * `background`, and the size is fixed.
 *
 * @param svg Must be in the page, otherwise it has no computed styles.
 */
export function writeSvg(svg: SVGSVGElement, background: string): string {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  inlineStyles(svg, copy);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(height));
  ground.setAttribute('fill', background);
  copy.prepend(ground);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * Renders a standalone SVG document as a PNG of twice its size. The picture goes through a `data:` address, so the
 * page's security policy must allow `img-src data:`.
 */
export async function renderPng(svgText: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.naturalWidth * exportScale);
  canvas.height = Math.ceil(image.naturalHeight * exportScale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvasToPng(canvas);
}

/**
 * Encodes a canvas as PNG.
 *
 * @throws AppError `internal` when the browser cannot: the canvas is empty or too large.
 */
export function canvasToPng(canvas: HTMLCanvasElement): Promise<Blob> {
  const { width, height } = canvas;
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      const text = `The browser could not write a picture of ${width} by ${height} pixels. Make the window smaller and try again.`;
      if (blob === null) reject(new AppError('internal', text, { width, height }));
      else resolve(blob);
    }, 'image/png');
  });
}

function inlineStyles(original: Element, copy: Element): void {
  const computed = getComputedStyle(original);
  copy.removeAttribute('class');
  copy.setAttribute(
    'style',
    styleNames.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'),
  );
  for (let index = 0; index < original.children.length; index++) {
    inlineStyles(original.children[index], copy.children[index]);
  }
}
