import type { Brand } from "../profile.ts";

/** Colours of one scheme, each pair measured to give at least 4.5 : 1 (WCAG 2 AA). */
export interface Palette {
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Header and primary button. */
  readonly fill: string;
  readonly onFill: string;
  /** Links, on `surface` and on `background`. */
  readonly link: string;
  readonly accent: string;
  readonly danger: string;
}

const hex = /^#[0-9a-f]{6}$/i;

export function palettesOf(brand: Brand): { light: Palette; dark: Palette } {
  const colour = hex.test(brand.colour) ? brand.colour : "#1f3a5f";
  const accent = hex.test(brand.accent) ? brand.accent : colour;
  const tint = mix(colour, "#ffffff", 0.94);
  return {
    light: {
      background: tint,
      surface: "#ffffff",
      text: "#1a1d21",
      muted: "#555c66",
      line: "#c9ced6",
      fill: colour,
      onFill: onColour(colour),
      link: linkColour([colour, accent], tint, "#000000"),
      accent,
      danger: "#a3161b",
    },
    dark: {
      background: "#101316",
      surface: "#1a1f24",
      text: "#eef1f4",
      muted: "#aab3bd",
      line: "#3d4650",
      fill: colour,
      onFill: onColour(colour),
      link: linkColour([colour, accent], "#1a1f24", "#ffffff"),
      accent,
      danger: "#ff9b94",
    },
  };
}

/** The first of the brand's colours that can be read as it is, else the main one made readable. */
function linkColour(brand: readonly string[], background: string, towards: string): string {
  const asIs = brand.find((colour) => contrast(colour, background) >= 4.5);
  return asIs ?? readable(brand[0] ?? towards, background, towards);
}

/** Black or white, whichever can be read better; one of both always reaches 4.5. */
function onColour(colour: string): string {
  return contrast(colour, "#ffffff") >= 4.5 ? "#ffffff" : "#000000";
}

/** The colour, moved towards `towards` until text in it can be read on `background`. */
function readable(colour: string, background: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const moved = mix(colour, towards, share);
    if (contrast(moved, background) >= 4.5) return moved;
  }
  return towards;
}

/** Contrast of WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function mix(colour: string, other: string, share: number): string {
  const target = channels(other);
  const mixed = channels(colour).map((value, at) => Math.round(value + ((target[at] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
