#error this must not be included
