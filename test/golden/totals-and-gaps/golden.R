# Totals, other intervals of shares, and differences between domains of one sample: Rscript golden.R, from this folder.
# Rows and designs are those of ../04-stratified-fpc (strata with sizes) and ../09-raked-base-weights (raked from unequal weights).
# total       survey::svytotal on subset() of the design; deff = V / (W^2 s^2 / n), s^2 as for the mean; interval value -/+ qt se
# logit       survey::svyciprop(method = "xlogit", df = n - strata of the subset)
# wilson      the formula of survey 4.5 svyciprop(method = "wilson"), with n* = p(1 - p)/V and t(df); first principles below
# difference  survey::svycontrast over svytotal: each mean as a ratio of totals; variance of a - b, and the covariance of the two means
# Computed with R 4.2.2, survey 4.1-1, jsonlite 1.8.4
source("../estimate.R")
build <- function(folder) {
  spec <- readDesign(file.path("..", folder, "design.json")); rows <- readRows(file.path("..", folder, "responses.csv"))
  data <- data.frame(d = number(rows[[spec$weight]]))
  arguments <- list(ids = ~1, weights = ~d)
  if (!is.null(spec$stratum)) { data$h <- factor(rows[[spec$stratum]]); data$N <- unlist(spec$strata)[rows[[spec$stratum]]]; arguments$strata <- ~h; arguments$fpc <- ~N }
  for (m in spec$measures) data[[m$id]] <- score(m, rows)
  for (v in c("district", "sex")) data[[v]] <- rows[[v]]
  for (v in names(spec$margins)) data[[paste0("margin.", v)]] <- factor(rows[[v]], names(spec$margins[[v]]))
  if (length(spec$margins)) data$d <- data$d * sum(unlist(spec$margins[[1]])) / sum(data$d)
  arguments$data <- data; design <- do.call(svydesign, arguments)
  if (length(spec$margins)) {
    names <- paste0("margin.", names(spec$margins))
    design <- rake(design, lapply(names, function(v) as.formula(paste0("~", v))),
      Map(function(v, t) setNames(data.frame(factor(names(t), names(t)), as.numeric(unlist(t))), c(v, "Freq")), names, spec$margins),
      control = list(maxit = 1000, epsilon = 1e-15))
  }
  list(spec = spec, design = design)
}
out <- list()
for (folder in c("04-stratified-fpc", "09-raked-base-weights")) {
  b <- build(folder); districts <- sort(unique(b$design$variables$district)); entries <- list(); gaps <- list()
  for (m in b$spec$measures) {
    b$design$variables$y <- b$design$variables[[m$id]]; b$design$variables$ok <- !is.na(b$design$variables$y)
    b$design$variables$y[!b$design$variables$ok] <- 0 # no weight in any subset below
    for (k in c("", districts)) {
      part <- subset(b$design, ok & (k == "" | district == k)); w <- weights(part); n <- sum(w > 0); df <- degf(part)
      mean <- svymean(~y, part); p <- as.vector(coef(mean)); V <- as.vector(SE(mean))^2
      total <- svytotal(~y, part); t <- qt(.975, df); y <- part$variables$y
      s2 <- n / (n - 1) * sum(w * (y - p)^2) / sum(w); se <- as.vector(SE(total))
      e <- list(measure = m$id, district = k, n = n, df = df, total = as.vector(coef(total)), se = se, ciLow = as.vector(coef(total)) - t * se,
        ciHigh = as.vector(coef(total)) + t * se, deff = se^2 / (sum(w)^2 * s2 / n))
      if (m$statistic == "share" && p > 0 && p < 1) {
        e$logit <- as.list(as.vector(attr(svyciprop(~y, part, method = "xlogit", df = df), "ci")))
        star <- p * (1 - p) / V; root <- sqrt(4 * star * p * (1 - p) + t^2)
        e$wilson <- as.list((p + t^2 / (2 * star) + c(-1, 1) * t / (2 * star) * root) / (1 + t^2 / star))
      }
      entries[[length(entries) + 1]] <- e
    }
    for (pair in list(districts[1:2], districts[c(3, 1)])) {
      for (i in 1:2) {
        here <- b$design$variables$ok & b$design$variables$district == pair[i]
        b$design$variables[[paste0("i", i)]] <- as.numeric(here); b$design$variables[[paste0("y", i)]] <- ifelse(here, b$design$variables$y, 0)
      }
      both <- svycontrast(svytotal(~y1 + i1 + y2 + i2, b$design), list(a = quote(y1 / i1), b = quote(y2 / i2))); V <- vcov(both)
      gaps[[length(gaps) + 1]] <- list(measure = m$id, a = pair[1], b = pair[2], value = unname(coef(both)[1] - coef(both)[2]),
        variance = V[1, 1] + V[2, 2] - 2 * V[1, 2], covariance = V[1, 2])
    }
  }
  out[[folder]] <- list(entries = entries, gaps = gaps)
}
lines <- function(x) paste0("[\n    ", paste(vapply(x, json, ""), collapse = ",\n    "), "\n  ]")
writeText(paste0("{\n", paste(vapply(names(out), function(f) paste0("  ", quoted(f), ": {\n  \"entries\": ", lines(out[[f]]$entries), ",\n  \"gaps\": ", lines(out[[f]]$gaps), "}"), ""), collapse = ",\n"), "\n}\n"), "expected.json")
