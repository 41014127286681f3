"""When things run by themselves: a clock, and one thin function per job."""
