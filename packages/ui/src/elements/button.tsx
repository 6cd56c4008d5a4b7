import type { ComponentProps } from "react";

type ButtonProps = ComponentProps<"button"> & {
  /** `main` is the one thing to do; at most one on a page. */
  readonly tone?: "main" | "plain" | "quiet";
};

/** A button that never submits a form by accident. */
export function Button({ tone = "plain", className, ...rest }: ButtonProps) {
  const classes = ["ph-button", `ph-button-${tone}`, className].filter(Boolean).join(" ");
  return <button type="button" className={classes} {...rest} />;
}
