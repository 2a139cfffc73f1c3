// Package queue hands the runs of batches to workers and keeps what becomes of them, on
// NATS JetStream: a server of its own in a folder (Serve), or any other (Connect).
//
// A run waits in a work-queue stream as one message, on a subject of its own that holds
// one message at most, so that no run waits twice however often it is offered. The
// message carries the scenario; no disk is shared. A worker that takes it stores what
// the run made in this order: its files, its record, the acknowledgement. The record
// is created, never overwritten: the first counts, and it names the files that came
// with it. Whatever is killed between two of these steps, the run has one record or is
// handed out again, and a run that has its record is not solved again.
//
// Reads ask the leader of a stream, never a replica that may lag behind.
//
// No clock but the server's counts: how long a worker may be silent and what is old is
// measured there, by one clock; workers tell durations, not times of day.
package queue
