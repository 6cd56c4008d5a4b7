import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { useWords } from "../languages/words.tsx";

/** The network's records are out of reach; its lockers work on. */
export function UnavailablePage() {
  const { say } = useWords();
  return (
    <header className="state">
      <h1>{say("unavailable.title")}</h1>
      <p>{say("unavailable.text")}</p>
      {/* A form without an address asks for the page itself again, without a script too. */}
      <form method="get">
        <Button type="submit">{say("unavailable.retry")}</Button>
      </form>
    </header>
  );
}
