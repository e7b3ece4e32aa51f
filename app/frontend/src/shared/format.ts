import type { Language } from "./language.ts";

/** Writes numbers, dates and times as people of one language read them (24-hour clock, `¥`, kg then t). */
export class Format {
  readonly language: Language;
  constructor(language: Language) {
    this.language = language;
  }

  number(value: number, digits = 0): string {
    return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  percent(value: number): string {
    return `${this.number(value)} %`;
  }

  km(distance_m: number): string {
    const km = distance_m / 1000;
    return `${this.number(km, km < 10 ? 1 : 0)} km`;
  }

  /** Kilograms to 9,999, then tonnes with one decimal. */
  mass(kg: number): string {
    return Math.round(kg) <= 9999 ? `${this.number(kg)} kg` : `${this.number(kg / 1000, 1)} t`;
  }

  litres(l: number): string {
    return l < 1000 ? `${this.number(l)} L` : `${this.number(l / 1000, 1)} m³`;
  }

  hours(duration_s: number): string {
    return `${this.number(duration_s / 3600, 1)} h`;
  }

  /** "35 min", "1 h 05"; "35 分", "1 小时 05 分". */
  duration(duration_s: number): string {
    const minutes = Math.round(duration_s / 60);
    const zh = this.language === "zh";
    if (minutes < 60) return zh ? `${minutes} 分` : `${minutes} min`;
    const rest = String(minutes % 60).padStart(2, "0");
    const hours = Math.floor(minutes / 60);
    return zh ? `${hours} 小时 ${rest} 分` : `${hours} h ${rest}`;
  }

  seconds(value_s: number): string {
    const text = this.number(value_s, value_s < 10 && !Number.isInteger(value_s) ? 1 : 0);
    return this.language === "zh" ? `${text} 秒` : `${text} s`;
  }

  money(value: number, currency = "CNY"): string {
    const digits = Math.abs(value) < 100 ? 1 : 0;
    return currency === "CNY" ? `¥${this.number(value, digits)}` : `${this.number(value, digits)} ${currency}`;
  }

  /** "11月22日" / "22 Nov" of an ISO date; other years are named. */
  date(iso: string, today: string = isoDate(new Date())): string {
    const [year, month, day] = iso.slice(0, 10).split("-").map(Number) as [number, number, number];
    const named = year !== Number(today.slice(0, 4));
    if (this.language === "zh") return `${named ? `${year}年` : ""}${month}月${day}日`;
    return `${day} ${MONTHS[month - 1]}${named ? ` ${year}` : ""}`;
  }

  /** "09:41" of an instant, in the reader's own time zone. */
  instant(iso: string): string {
    const at = new Date(iso);
    return `${two(at.getHours())}:${two(at.getMinutes())}`;
  }

  /** "11月22日 09:41" / "22 Nov 09:41" of an instant, in the reader's own time zone. */
  moment(iso: string): string {
    return `${this.date(isoDate(new Date(iso)))} ${this.instant(iso)}`;
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The local calendar day as `YYYY-MM-DD`. */
export function isoDate(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The calendar day at an instant where the clock is `offset_min` minutes ahead of UTC, as `YYYY-MM-DD`. */
export function dateAt(offset_min: number, at: Date = new Date()): string {
  return new Date(at.getTime() + offset_min * 60_000).toISOString().slice(0, 10);
}

/** Seconds from local midnight of the day of `start` (an ISO instant with offset) to `start`. */
export function startOfDay_s(start: string): number {
  const match = /T(\d{2}):(\d{2})(?::(\d{2}))?/.exec(start);
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) : 0;
}

/** Wall clock "HH:MM" where the plan runs, `after_s` seconds after `start`; "+1" marks the next day. */
export function clock(start: string, after_s: number): string {
  const minutes = Math.floor((startOfDay_s(start) + after_s) / 60);
  const day = Math.floor(minutes / 1440);
  const within = minutes - day * 1440;
  const mark = day === 0 ? "" : day > 0 ? `+${day}` : String(day);
  return `${two(Math.floor(within / 60))}:${two(within % 60)}${mark}`;
}

/** Seconds after `start` of a moment; `start` must carry its offset. */
export function secondsAfter(start: string, at: Date): number {
  return (at.getTime() - Date.parse(start)) / 1000;
}
