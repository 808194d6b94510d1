int state;
__attribute__((constructor(201))) void early() { state = 1; }
