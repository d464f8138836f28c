/** Sliders over the parts of a schedule. */
import { type ReactNode, useState } from 'react';

import { Slider } from '../components/Slider';
import { PERCENT, ratePercent } from '../economics/draft';
import { amountText } from '../format';

/** A rate in steps of a tenth of a percent; one that the network has finer stays until it is moved. */
export function Rate({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: bigint;
  most: number;
  onChange(rate: bigint): void;
}) {
  const shown = Number(ratePercent(value));
  return (
    <Slider
      label={label}
      least={0}
      most={Math.max(most, Math.ceil(shown))}
      step={0.1}
      value={shown}
      unit=" %"
      onChange={(changed) => onChange((BigInt(Math.round(changed * 10)) * PERCENT) / 10n)}
    />
  );
}

/** A budget for each period; up to twice the largest that there was. */
export function Budgets({
  budgets,
  decimals,
  onChange,
}: {
  budgets: readonly bigint[];
  decimals: number;
  onChange(budgets: bigint[]): void;
}): ReactNode {
  const most = budgets.reduce((largest, budget) => (budget > largest ? budget : largest), 10n ** BigInt(decimals));
  const [highest] = useState(most * 2n);
  return budgets.map((budget, index) => (
    <Slider
      // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
      key={index}
      label={`Budget of period ${index}`}
      least={0}
      most={200}
      value={Number((budget * 200n) / highest)}
      text={`${amountText(budget, decimals)} tokens`}
      onChange={(value) =>
        onChange(budgets.map((old, place) => (place === index ? (highest * BigInt(value)) / 200n : old)))
      }
    />
  ));
}
