# What `trust estimate` does, with R and the package survey: Rscript survey.R RESPONSES.csv MODE OUT.csv
# MODE  fixed   the raked weights are taken as given: the shortcut of most analysts, whose standard errors ignore raking
#       raked   standard errors that know of raking, as ours do: every domain
#       one     the same for one domain of 176; `part` is the time of that domain alone
# Prints one line of JSON: seconds of the whole job and of its part, peak memory in MB where the system tells it.
suppressMessages(library(survey))
arguments <- commandArgs(TRUE); mode <- arguments[2]; begin <- proc.time()[["elapsed"]]
rows <- read.csv(arguments[1]); items <- grep("^q", names(rows), value = TRUE); answers <- reformulate(items)
targets <- list(age = c(13, 19, 17, 16, 16, 19), sex = c(51, 49), race = c(8, 24, 22, 6, 40), education = c(38, 28, 21, 13))
design <- suppressWarnings(svydesign(ids = ~1, data = rows, weights = ~rep(500000 / nrow(rows), nrow(rows))))
design <- rake(design, lapply(names(targets), function(m) reformulate(m)),
  lapply(names(targets), function(m) setNames(data.frame(seq_along(targets[[m]]), 5000 * targets[[m]]), c(m, "Freq"))),
  control = list(maxit = 1000, epsilon = 1e-13))
if (mode == "fixed") design <- svydesign(ids = ~1, data = rows, weights = ~weights(design))
from <- proc.time()[["elapsed"]]
result <- if (mode == "one") {
  means <- svymean(answers, subset(design, wave == 1 & district == 1))
  data.frame(wave = 1, district = 1, t(coef(means)), t(setNames(as.vector(SE(means)), paste0("se.", items))))
} else svyby(answers, ~wave + district, design, svymean)
end <- proc.time()[["elapsed"]]
for (name in setdiff(names(result), c("wave", "district"))) result[[name]] <- formatC(result[[name]], digits = 17, format = "g", width = 1)
write.csv(result, arguments[3], row.names = FALSE, quote = FALSE)
status <- if (file.exists("/proc/self/status")) grep("VmHWM", readLines("/proc/self/status"), value = TRUE) else character()
peak <- if (length(status)) as.numeric(gsub("[^0-9]", "", status)) / 1024 else NA
cat(sprintf('{"seconds": %f, "part": %f, "peak": %s, "version": "%s"}\n', end - begin, end - from, if (is.na(peak)) "null" else round(peak), packageVersion("survey")))
