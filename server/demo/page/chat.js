// The demo chat's page: a plain chat. All it does for calls is to say what it shows, in data-earshot-* attributes.

const find = (id) => document.getElementById(id);
const [door, chat, state, people, messages] = ['door', 'chat', 'state', 'people', 'messages'].map(find);

const SENTENCES = {
  malformed: 'That name or room cannot be used. Choose another.',
  'room-full': 'This room is full. Choose another.',
  'too-fast': 'That was a little fast. Wait a moment and try again.',
  'not-in-a-room': 'You are not in the room any more. Reload the page.',
};
const MESSAGES_SHOWN = 500;
const ANSWER_WITHIN_MS = 10_000;

/** Served at BASE_PATH/demo/, while the socket is at BASE_PATH/socket.io. */
const path = new URL('../socket.io', location.href).pathname;
const socket = window.io('/demo-chat', { path, transports: ['websocket'], autoConnect: false });

/** Who wants to be where, as the address says; undefined at the door. */
function wanted() {
  const query = new URLSearchParams(location.search);
  const name = query.get('name')?.trim();
  const room = query.get('room')?.trim();
  return name && room ? { name, room } : undefined;
}

function show() {
  const to = wanted();
  door.hidden = to !== undefined;
  chat.hidden = to === undefined;
  unmark();
  messages.replaceChildren();
  people.replaceChildren();
  state.textContent = '';
  if (!to) {
    socket.disconnect();
    document.title = 'Demo chat';
    find('name').focus();
    return;
  }
  find('title').textContent = to.room;
  document.title = `${to.room} – Demo chat`;
  if (socket.connected) void join(to);
  else socket.connect();
}

async function join(to) {
  const reply = await ask('chat:join', to);
  const now = wanted();
  if (now?.name !== to.name || now.room !== to.room) return;
  if (!reply.ok) {
    state.textContent = SENTENCES[reply.code];
    return;
  }
  state.textContent = '';
  chat.setAttribute('data-earshot-title', to.room);
  chat.setAttribute('data-earshot-me', to.name);
  chat.setAttribute('data-earshot-conversation', reply.room);
}

function unmark() {
  for (const mark of ['conversation', 'me', 'title']) chat.removeAttribute(`data-earshot-${mark}`);
}

async function ask(event, payload) {
  try {
    return await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, payload);
  } catch {
    return { ok: false, code: 'not-in-a-room' };
  }
}

function line(kind, from, text) {
  const item = document.createElement('li');
  const name = document.createElement('bdi');
  name.textContent = from;
  if (kind === 'said') {
    const who = document.createElement('b');
    who.append(name);
    const said = document.createElement('span');
    said.dir = 'auto';
    said.textContent = text;
    item.append(who, said);
  } else {
    item.className = 'event';
    item.append(name, kind === 'came' ? ' came in' : ' left');
  }
  return item;
}

socket.on('connect', () => {
  const to = wanted();
  if (to) void join(to);
});
socket.on('disconnect', () => {
  if (wanted()) state.textContent = 'The chat server is away. Trying to reach it again…';
});
socket.on('connect_error', () => {
  state.textContent = 'The chat server cannot be reached. Trying again…';
});
socket.on('chat:people', (names) => {
  const items = names.map((name) => {
    const item = document.createElement('li');
    item.dir = 'auto';
    item.setAttribute('data-earshot-person', name);
    item.textContent = name;
    return item;
  });
  people.replaceChildren(...items);
});
socket.on('chat:message', ({ kind, from, text }) => {
  messages.append(line(kind, from, text));
  while (messages.children.length > MESSAGES_SHOWN) messages.firstElementChild.remove();
  messages.scrollTop = messages.scrollHeight;
});

find('join').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = new URLSearchParams(new FormData(event.target));
  history.pushState(null, '', `?${query}`);
  show();
});
find('leave').addEventListener('click', () => {
  history.pushState(null, '', location.pathname);
  show();
});
find('say').addEventListener('submit', (event) => {
  event.preventDefault();
  void say();
});
async function say() {
  const text = find('text');
  // Said while away it would be sent late; the state line tells that the server is away.
  if (!text.value.trim() || !socket.connected) return;
  const reply = await ask('chat:say', { text: text.value });
  state.textContent = reply.ok ? '' : SENTENCES[reply.code];
  if (reply.ok) text.value = '';
}
window.addEventListener('popstate', show);

show();
