import type { LayerProgress } from '../../../main/contract/engine/transfers.ts';
import { layerBytesText, layerPart, stageText } from '../../text/transfer-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Progress } from '../../ui/progress.tsx';

interface TransferLayersProps {
  /** Of the image. Untrusted. */
  readonly name: string;
  readonly layers: readonly LayerProgress[];
}

/** The layers of an image on its way, a row for each. */
export function TransferLayers({ name, layers }: TransferLayersProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className="transfer-layers" aria-label={`Layers of ${visibleText(name)}`} tabIndex={0}>
      <table aria-label={`Layers of ${visibleText(name)}`}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">What happens</th>
            <th scope="col">How far</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <tr key={layer.id} data-stage={layer.stage}>
              <td className="code quiet">{visibleText(layer.id)}</td>
              <td>{stageText(layer)}</td>
              <td>
                <Progress label={`Layer ${visibleText(layer.id)}`} part={layerPart(layer)} />
              </td>
              <td className="transfer-size quiet">{layerBytesText(layer)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
