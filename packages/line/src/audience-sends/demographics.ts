/** The scales and regions of "Demographic filter objects" in "Messaging API reference", developers.line.biz. */
export const ageSteps = ["15", "20", "25", "30", "35", "40", "45", "50", "55", "60", "65", "70"].map(
  (years) => `age_${years}`,
);

/** For how long somebody has been a friend. */
export const subscriptionSteps = ["7", "30", "90", "180", "365"].map((days) => `day_${days}`);

/** Prefectures of Japan in the order of JIS X 0401, regions of Taiwan and of Thailand, and those of Indonesia, which
 * LINE's API description still has while its reference dropped them. */
export const regions = [...numbered("jp", 47), ...numbered("tw", 22), ...numbered("th", 8), ...numbered("id", 12)];

function numbered(country: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${country}_${String(index + 1).padStart(2, "0")}`);
}
