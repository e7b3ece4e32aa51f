import type { JSX } from "preact";
import { Icon } from "../shared/icons.tsx";
import { t } from "../shared/language.ts";
import { format } from "./page.ts";
import { useDriver } from "./session.ts";

/** Connection and what is unsent. Thin while all is well; it never blocks. */
export function Strip(): JSX.Element {
  const { coming, day, read, unsent, lastSent, storageRefused, linkEnded, refused, online, sending } = useDriver();
  const changed = coming.value ?? day.value;
  const notice = changed && changed.plan.id !== read.value ? changed.notice : null;
  const kept = unsent.value.length;
  const sentAt = lastSent.value;
  return (
    <div class="strips" role="status">
      {storageRefused.value && (
        <p class="strip danger">
          <Icon name="warning" size={20} /> {t("strip-refused")}
        </p>
      )}
      {linkEnded.value && (
        <p class="strip danger">
          <Icon name="warning" size={20} /> {t("strip-ended")}
        </p>
      )}
      {refused.value.length > 0 && (
        <a class="strip danger" href="#outbox">
          <Icon name="warning" size={20} /> {t("strip-look", { n: refused.value.length })}
        </a>
      )}
      {notice && (
        <a class="strip changed" href="#changes">
          <Icon name="warning" size={20} />{" "}
          <span>
            {t("strip-changed", { added: notice.added.length, removed: notice.removed.length })}
            {coming.value ? ` ${t("strip-afterThis")}` : ""}
          </span>
        </a>
      )}
      {!online.value ? (
        <a class="strip warning" href="#outbox">
          <Icon name="clock" size={20} />{" "}
          <span>
            {t("strip-offline")} {kept > 0 ? t("strip-kept", { n: kept }) : ""}
            {sentAt ? ` ${t("strip-lastSent", { at: format.instant(sentAt) })}` : ""}
          </span>
        </a>
      ) : kept > 0 ? (
        <a class="strip" href="#outbox">
          <Icon name="clock" size={20} />{" "}
          {sending.value ? t("strip-sending", { n: kept }) : t("strip-kept", { n: kept })}
        </a>
      ) : (
        <span class="strip thin" />
      )}
    </div>
  );
}
