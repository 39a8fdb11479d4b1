/** Where a setting, or the nearest one above it, comes from: `assay.yaml:12:5`, an option, a variable, or `default`. */
export function settingPlace(key: string, origins: Readonly<Record<string, string>>): string {
  const parts = key.split(".");
  for (let length = parts.length; length > 0; length--) {
    const origin = origins[parts.slice(0, length).join(".")];
    if (origin !== undefined) return origin;
  }
  return "default";
}
