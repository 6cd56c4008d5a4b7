import type { ComponentProps } from "react";

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "value" | "onChange"> & {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string;
  readonly error: string | null;
};

/** An input with its label, and the hint and error that a screen reader tells with it. */
export function TextField({ id, label, value, onValue, hint, error, ...rest }: TextFieldProps) {
  const described = [hint === undefined ? "" : `${id}-hint`, error === null ? "" : `${id}-error`];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        aria-invalid={error !== null}
        aria-describedby={described.join(" ").trim() || undefined}
        {...rest}
      />
      {error !== null && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
