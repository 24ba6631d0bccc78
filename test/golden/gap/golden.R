# Gaps between groups of one raked sample: Rscript golden.R (R 4.2, survey 4.1 or later). Reads ../tally/responses.csv, writes expected.json.
# Stratified, with finite population correction and base weights, raked to sex and area; score as measure `trust` of ../tally
# (mean of t1-t3 on 0-100, two of three answered). gap a:b = ratio of totals of a - that of b, by svycontrast on svytotal with its covariances.
# df = respondents of both - strata among them; interval by qt. deff = V / (s_a^2/n_a + s_b^2/n_b), s^2 = n/(n-1) sum w (y - mean)^2 / sum w.
suppressMessages(library(survey))
d <- read.csv("../tally/responses.csv", colClasses = "character", na.strings = ""); d$w <- as.numeric(d$weight)
t <- sapply(d[c("t1", "t2", "t3")], as.numeric); k <- rowSums(!is.na(t))
d$trust <- ifelse(k >= 2, 100 * rowMeans(t - 1, na.rm = TRUE) / 4, NA); d$size <- c(hill = 3200, river = 2100)[d$stratum]
design <- rake(svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~size, data = d), list(~sex, ~area),
  list(data.frame(sex = c("F", "M"), Freq = c(2700, 2600)), data.frame(area = c("east", "north", "south", "west"), Freq = c(1500, 1600, 1000, 1200))),
  control = list(maxit = 5000, epsilon = 1e-15, verbose = FALSE))
num <- function(x) formatC(x, digits = 17, format = "g", width = 1)
gaps <- function(group) {
  names <- sort(unique(na.omit(d[[group]]))); w <- weights(design); answered <- !is.na(d$trust)
  plain <- function(i) { m <- weighted.mean(d$trust[i], w[i]); sum(w[i] * (d$trust[i] - m)^2) / sum(w[i]) / (sum(i) - 1) }
  vapply(combn(names, 2, simplify = FALSE), function(p) {
    a <- answered & d[[group]] %in% p[1]; b <- answered & d[[group]] %in% p[2]; y <- ifelse(answered, d$trust, 0)
    design$variables$ya <- a * y; design$variables$na <- a * 1; design$variables$yb <- b * y; design$variables$nb <- b * 1
    co <- svycontrast(svytotal(~ya + na + yb + nb, design), quote(ya / na - yb / nb)); s <- as.vector(SE(co)); v <- as.vector(coef(co))
    n <- sum(a | b); df <- n - length(unique(d$stratum[a | b])); h <- qt(.975, df) * s; deff <- s^2 / (plain(a) + plain(b))
    sprintf('  {"group": "%s", "category": "%s:%s", "n": %d, "value": %s, "se": %s, "df": %d, "ciLow": %s, "ciHigh": %s, "deff": %s, "nEffective": %s}',
      group, p[1], p[2], n, num(v), num(s), df, num(v - h), num(v + h), num(deff), num(n / deff)) }, "")
}
writeLines(c("[", paste(c(gaps("sex"), gaps("age")), collapse = ",\n"), "]"), "expected.json")
