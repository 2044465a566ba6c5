/**
 * postgres.js 3.4.9 ends the process, or leaves queries waiting for ever, when the server closes a connection in use,
 * and waits for ever for a server that has stopped answering.
 * Each edit replaces text that occurs exactly once; bin/apply-patches.mjs applies them to both builds.
 * Upstream: porsager/postgres issues 1066, 1154, 1208; pull requests 1168, 1209.
 */

const connectionEdits = [
  {
    why: "a query given to a connection that has gone is refused, not written to nothing",
    from: `      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))

    if (stream)`,
    to: `      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))

    if (!socket)
      return (queryError(q, Errors.connection('CONNECTION_CLOSED', options, socket)), true)

    if (stream)`,
  },
  {
    why: "begin() always learns its connection, also under back pressure; a query that cannot be built fails alone",
    from: `      return write(toBuffer(q))
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
        && (!q.options.onexecute || q.options.onexecute(connection))
    } catch (error) {
      sent.length === 0 && write(Sync)
      errored(error)
      return true
    }`,
    to: `      const ready = write(toBuffer(q))
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
      return q.options.onexecute ? q.options.onexecute(connection) : ready
    } catch (error) {
      q === query
        ? (write(Sync), errored(error))
        : (sent.remove(q), queryError(q, error))
      return true
    }`,
  },
  {
    why: "what is copied out and read slowly ends, also when its end came with the piece that was one too many",
    from: `    stream && stream.push(null)
    stream = null`,
    to: `    stream && (stream.push(null), socket && socket.resume())
    stream = null`,
  },
  {
    why: "a write that comes after the connection closed is dropped",
    from: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x`,
    to: `    const x = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return socket && x ? socket.write(x, fn) : false`,
  },
  {
    why: "a connection inside a transaction is never handed to the pool",
    from: `    !query && onopen(connection)
  }`,
    to: `    !query && !initial && !connection.reserved && onopen(connection)
  }`,
  },
  {
    why: "a COPY that fails after its last byte reports the failure",
    from: `    stream && (stream.destroy(err), stream = null)
    query && queryError(query, err)`,
    to: `    stream && (stream.destroy(err), stream = null)
    final && (final(err), final = null)
    query && queryError(query, err)`,
  },
  {
    why: "bytes that were waiting for the closed connection do not open the next one",
    from: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    to: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
  {
    why: "every query of a closed connection is rejected, and nothing of it is left for the next one",
    from: `    socket.removeAllListeners()
    socket = null

    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime = performance.now()`,
    to: `    socket.removeAllListeners()
    socket.on('error', noop)
    socket = null

    const lost = late || Errors.connection('CONNECTION_CLOSED', options, socket)
    late = null
    stream && (stream.destroy(lost), stream = null)
    final && (final(lost), final = null)
    query && queryError(query, lost)
    while (sent.length)
      queryError(sent.shift(), lost)
    query = results = errorResponse = null
    result = new Result()
    rows = 0

    if (initial && (initial.attempts = (initial.attempts || 0) + 1) <= options.host.length)
      return reconnect()

    initial && (queryError(initial, lost), initial = null)
    ended && (ended(), ending = ended = null)
    closedTime = performance.now()`,
  },
  {
    why: "losing the connection while it reads the array types is not an unhandled rejection",
    from: `      order by b.oid
    \`], [], execute)
    types.forEach(`,
    to: `      order by b.oid
    \`], [], execute).catch(() => [])
    types.forEach(`,
  },
  {
    why: "losing the connection while it asks for the server's state is not an unhandled rejection",
    from: `    query.execute()
  }`,
    to: `    query.catch(noop)
  }`,
  },
  {
    why: "COPY FROM writes nothing to a connection that has gone",
    from: `    stream = new Stream.Writable({
      autoDestroy: true,
      write(chunk, encoding, callback) {
        socket.write(b().d().raw(chunk).end(), callback)
      },
      destroy(error, callback) {
        callback(error)
        socket.write(b().f().str(error + b.N).end())
        stream = null
      },
      final(callback) {
        socket.write(b().c().end())`,
    to: `    stream = new Stream.Writable({
      autoDestroy: true,
      write(chunk, encoding, callback) {
        socket
          ? socket.write(b().d().raw(chunk).end(), callback)
          : callback(Errors.connection('CONNECTION_CLOSED', options, socket))
      },
      destroy(error, callback) {
        callback(error)
        stream && socket && socket.write(b().f().str(error + b.N).end())
        stream = null
      },
      final(callback) {
        if (!socket)
          return callback(Errors.connection('CONNECTION_CLOSED', options, socket))
        socket.write(b().c().end())`,
  },
  {
    why: "a server that does not answer within answer_timeout is given up: the limit",
    from: `      , connectTimer = timer(connectTimedOut, options.connect_timeout)
`,
    to: `      , connectTimer = timer(connectTimedOut, options.connect_timeout)
      , answerTimer = timer(answerTimedOut, options.answer_timeout)

  let late = null
`,
  },
  {
    why: "a server that does not answer within answer_timeout is given up: its connection is closed",
    from: `  function connectTimedOut() {`,
    to: `  function answerTimedOut() {
    late = Errors.connection('ANSWER_TIMEOUT', options, socket)
    socket && socket.destroy()
  }

  function connectTimedOut() {`,
  },
  {
    why: "a server that does not answer within answer_timeout is given up: counted from the query",
    from: `: (query = q, query.active = true)`,
    to: `: (query = q, query.active = true, answerTimer.start())`,
  },
  {
    why: "a server that does not answer within answer_timeout is given up: each piece of an answer counts",
    from: `      incoming = incoming.subarray(length + 1)
      remaining = 0
      incomings = null
    }
  }`,
    to: `      incoming = incoming.subarray(length + 1)
      remaining = 0
      incomings = null
    }
    query ? answerTimer.start() : answerTimer.cancel()
  }`,
  },
  {
    why: "a server that does not answer within answer_timeout is given up: not once the connection has closed",
    from: `    lifeTimer.cancel()
    connectTimer.cancel()
`,
    to: `    lifeTimer.cancel()
    connectTimer.cancel()
    answerTimer.cancel()
`,
  },
];

const poolEdits = [
  {
    why: "begin('pipelined', …) sends the first queries of a transaction behind BEGIN, in the same round trip",
    from: `      await sql.unsafe('begin ' + options.replace(/[^a-z ]/ig, ''), [], { onexecute }).execute()
      return await Promise.race([`,
    to: `      const pipelined = options === 'pipelined'
      const begun = sql.unsafe('begin ' + (pipelined ? '' : options).replace(/[^a-z ]/ig, ''), [], { onexecute }).execute()
      await (pipelined ? Promise.race([begun, new Promise(resolve => placed = resolve)]) : begun)
      pipelined && connection && move(connection, reserved)
      return await Promise.race([
        ...(pipelined ? [begun.then(() => new Promise(() => {}))] : []),`,
  },
  {
    why: "begin() knows when its BEGIN has a connection",
    from: `      connection = c
      move(c, reserved)`,
    to: `      connection = c
      placed && placed()
      move(c, reserved)`,
  },
  {
    why: "begin('pipelined', …) waits for no more than that",
    from: `    let savepoints = 0`,
    to: `    let placed = null
    let savepoints = 0`,
  },
  {
    why: "answer_timeout is an option",
    from: `    socket          : o.socket,
`,
    to: `    socket          : o.socket,
    answer_timeout  : o.answer_timeout,
`,
  },
  {
    why: "begin() knows when its transaction is over",
    from: `      , connection
      , prepare = null

    try {`,
    to: `      , connection
      , over = null
      , prepare = null

    try {`,
  },
  {
    why: "when the connection closes, every waiting query of the transaction fails with it",
    from: `        new Promise((_, reject) => connection.onclose = reject)
      ])
    } catch (error) {
      throw error
    }`,
    to: `        new Promise((_, reject) => connection.onclose = error => {
          over = over || error
          while (queries.length)
            queries.shift().reject(error)
          reject(error)
        })
      ])
    } finally {
      over = over || Errors.generic('TRANSACTION_ENDED', 'The transaction of this query has ended')
    }`,
  },
  {
    why: "a query or rollback of a finished transaction never reaches the connection's next user",
    from: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
    to: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (over)
          return q.reject(over)
        c.queue === full`,
  },
];

export default {
  package: "postgres",
  version: "3.4.9",
  files: [
    { paths: ["src/connection.js", "cjs/src/connection.js"], edits: connectionEdits },
    { paths: ["src/index.js", "cjs/src/index.js"], edits: poolEdits },
  ],
};
