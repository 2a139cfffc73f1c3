"""Solves the programs of gridalloc with other solvers and modelling layers, side by side."""
