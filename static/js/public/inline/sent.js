// It arrived: what was kept while typing is needed no more.
sessionStorage.clear();
