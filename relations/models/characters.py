"""Characters that stand in for others in what people type and paste."""

# Typed or set for a hyphen: dashes of Unicode (its category Pd) that are common, and the minus sign.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
