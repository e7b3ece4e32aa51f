import type { JSX } from "preact";
import type { Fault as FaultJson, Today } from "../../api/types.ts";
import { FaultText } from "../../shared/fault.tsx";
import type { Word } from "../../shared/language.ts";
import { language, t, tOr } from "../../shared/language.ts";
import { subjectOf } from "../plan/fault-subject.ts";
import { useRouter } from "../router.ts";
import { mayPlan } from "../session.ts";

/** Where what is missing is mended. */
const MENDED: Readonly<Record<string, { href: string; word: Word }>> = {
  A211: { href: "/requests/import", word: "setup-requests" },
  A212: { href: "/network/fleet?add=truck", word: "setup-trucks" },
  A213: { href: "/network/sites", word: "setup-choose" },
  A214: { href: "/network/roads", word: "setup-roads" },
  A246: { href: "/network/calendars", word: "nav-calendars" },
  A247: { href: "/network/calendars", word: "nav-calendars" },
  A248: { href: "/network/fleet", word: "nav-fleet" },
  A266: { href: "/network/fleet", word: "nav-fleet" },
  A267: { href: "/network/fleet", word: "nav-fleet" },
  W305: { href: "/network/fleet", word: "nav-fleet" },
  W306: { href: "/network/fleet", word: "nav-fleet" },
  A265: { href: "/network/fleet?add=driver", word: "setup-drivers" },
};

/** Whom or what a fault is about, where its words do not say it. */
function subject({ code, where = "" }: FaultJson): string {
  if (code === "A266") return tOr("skill", where);
  // In English the server's words name the truck.
  return code === "A248" || (language === "zh" && (code === "A267" || code.startsWith("W30"))) ? subjectOf(where) : "";
}

export function Missing({ today }: { today: Today }): JSX.Element | null {
  const { follow } = useRouter();
  const told = [...today.missing, ...today.notices];
  if (!told.length) return null;
  return (
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">{t(today.missing.length ? "today-missing" : "today-notices")}</h2>
      {told.map((fault) => {
        const there = MENDED[fault.code];
        const about = subject(fault);
        return (
          <div class="missing-row" key={fault.code + fault.cause}>
            {about && <b>{about}</b>}
            <FaultText fault={fault} />
            {there && mayPlan && (
              <a class="button" href={there.href} onClick={follow}>
                {t(there.word)}
              </a>
            )}
          </div>
        );
      })}
    </section>
  );
}
