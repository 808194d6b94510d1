// it's
#ifdef __ASSEMBLER__
#endif
