"""Prompts of several categories, for benchmarks that draw."""

PROMPTS = (
    "I survived 7 days in the Arctic with no food, shocked face, red arrow",
    "I beat Elden Ring without dying, dark with fire",
    "iPhone 17 camera honest review",
    "how black holes work",
    "grandma's secret lasagna recipe in 20 minutes",
    "Bitcoin vs Gold: where should you invest $1000?",
    "سفر رویایی به بالی",
    "10 minute full body workout with no equipment",
)
