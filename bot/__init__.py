"""Everything of Linli that remembers and decides; one package per audience or noun."""
