import type { Attachment } from 'svelte/attachments';
import type { App } from '../state/app.svelte.ts';

/** What every painter of `views/` has in common. */
interface Painter<Data> {
  update(data: Data): void;
  themeChanged(): void;
  destroy(): void;
}

/**
 * Attaches a D3 painter to an element: it is made once, told of new data and of a change of theme, and destroyed with
 * the element.
 *
 * @param make Called once, outside any tracking of state.
 * @param readData Read inside an effect: whatever state it reads makes the painter update.
 * @param onMade Hands the painter out, for exports and zoom buttons.
 */
export function draw<Data, Made extends Painter<Data>>(
  app: App,
  make: (host: HTMLElement) => Made,
  readData: () => Data,
  onMade: (painter: Made) => void = () => undefined,
): Attachment<HTMLElement> {
  return (host) => {
    const painter = make(host);
    onMade(painter);
    $effect(() => {
      // Paints on a surface that Svelte does not manage.
      painter.update(readData());
    });
    $effect(() => {
      // Colours are read from the style sheet, which has just changed.
      void app.theme.shown;
      painter.themeChanged();
    });
    return () => painter.destroy();
  };
}
