// Drafts hold residents' words: they do not outlive the login on a shared computer.
sessionStorage.clear();
