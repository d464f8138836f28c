/** A number that is moved, with its value beside its name. */
import { useId } from 'react';

interface SliderProperties {
  label: string;
  least: number;
  most: number;
  step?: number;
  value: number;
  unit?: string;
  /** What the value means, if it is more than the number and its unit. */
  text?: string;
  onChange(value: number): void;
}

export function Slider({
  label,
  least,
  most,
  step = 1,
  value,
  unit = '',
  text = `${value}${unit}`,
  onChange,
}: SliderProperties) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>
        {label} <output htmlFor={id}>{text}</output>
      </label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}
