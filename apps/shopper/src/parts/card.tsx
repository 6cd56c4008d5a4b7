import type { ReactNode } from "react";

type CardProps = {
  /** Also the anchor of the part. */
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
};

/** One part of a page under its heading. */
export function Card({ id, title, children }: CardProps) {
  return (
    <section className={`card card-${id}`} id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
