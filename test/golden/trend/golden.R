# Straight line through waves: Rscript golden.R (R 4.2, base packages only). Writes input.json and expected.json.
# Weighted least squares with weights 1/se^2: slope from lm. se^2 = (X'WX)^-1 of the slope, times max(1, residual variance of lm):
# Knapp & Hartung 2003, with the truncation of Rover, Knapp & Friede 2015. t on k - 2; p two-sided; interval of 95 %.
num <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 17, format = "g"))
set.seed(51)
series <- list(
  steady = data.frame(at = 0:4, value = c(60.1, 60.9, 62.2, 62.8, 64.1), se = c(1.2, 1.3, 1.1, 1.4, 1.2)),
  scattered = data.frame(at = c(0, .25, .5, .75, 1, 1.25), value = c(60, 66, 58, 65, 57, 66), se = rep(1, 6)),
  "three waves" = data.frame(at = c(2016, 2018, 2020), value = c(52.5, 50.25, 55), se = c(.8, 2.5, .9)),
  unequal = data.frame(at = round(cumsum(runif(12, .1, .6)), 3), value = round(rnorm(12, 55, 3), 2), se = round(runif(12, .5, 4), 3)),
  flat = data.frame(at = 0:3, value = rep(50, 4), se = 1:4))
one <- function(id) {
  s <- series[[id]]; f <- lm(value ~ at, s, weights = 1 / s$se^2); k <- nrow(s)
  X <- cbind(1, s$at); known <- solve(t(X) %*% (X / s$se^2))[2, 2]; scatter <- sum(residuals(f)^2 / s$se^2) / (k - 2)
  se <- sqrt(known * max(1, scatter)); b <- unname(coef(f)[2]); if (id == "flat") { b <- 0; scatter <- 0 }
  h <- qt(.975, k - 2) * se
  stopifnot(abs(sqrt(known * scatter) - summary(f)$coefficients[2, 2]) < 1e-9 || id == "flat")
  sprintf('  {"id": "%s", "slope": %s, "se": %s, "df": %s, "p": %s, "low": %s, "high": %s, "scatter": %s}', id, num(b), num(se), num(k - 2), num(2 * pt(-abs(b / se), k - 2)), num(b - h), num(b + h), num(scatter))
}
points <- function(s) paste(sprintf('{"at": %s, "value": %s, "se": %s}', num(s$at), num(s$value), num(s$se)), collapse = ", ")
ids <- names(series)
writeLines(c("[", paste(sprintf('  {"id": "%s", "points": [%s]}', ids, vapply(series, points, "")), collapse = ",\n"), "]"), "input.json")
writeLines(c("[", paste(vapply(ids, one, ""), collapse = ",\n"), "]"), "expected.json")
