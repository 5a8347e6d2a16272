// A labelled input of a form.
import type * as preact from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  type?: string;
  required?: boolean;
  autoComplete?: string;
  lines?: number;
  min?: number;
  maxLength?: number;
}

export function Field({ label, value, change, hint, type = "text", lines, ...rest }: FieldProps) {
  const id = useId();
  const described = hint ? `${id}-hint` : undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines ? (
        <textarea id={id} rows={lines} aria-describedby={described} {...rest} value={value}
          onInput={(event) => change(event.currentTarget.value)} />
      ) : (
        <input id={id} type={type} aria-describedby={described} {...rest} value={value}
          onInput={(event) => change(event.currentTarget.value)} />
      )}
      {hint && <p id={described} class="hint">{hint}</p>}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  change: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, change }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.currentTarget.value as T)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>{words}</option>
        ))}
      </select>
    </div>
  );
}

interface CheckProps {
  checked: boolean;
  change: (checked: boolean) => void;
  children: preact.ComponentChildren;
}

export function Check({ checked, change, children }: CheckProps) {
  const id = useId();
  return (
    <div class="check">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => change(event.currentTarget.checked)} />
      <label for={id}>{children}</label>
    </div>
  );
}
