int state;
__attribute__((constructor(200))) void early() { state = 1; }
