import type { ComposeTemplate } from '../contract/compose.ts';

/** What a project can begin with. The first needs no registry. */
export const composeTemplates: readonly ComposeTemplate[] = [
  {
    id: 'page',
    title: 'A page',
    about: 'One web server with a page of its own, from an image that is here already.',
    text: `# A web server: http://localhost:8080
services:
  web:
    image: slipway/busybox
    command: httpd -f -p 80 -h /www
    init: true
    ports:
      - "127.0.0.1:\${PORT:-8080}:80"
    configs:
      - source: page
        target: /www/index.html
    restart: unless-stopped

configs:
  page:
    content: |
      <!doctype html>
      <title>It works</title>
      <h1>It works</h1>
`,
  },
  {
    id: 'web-database',
    title: 'A program with a database',
    about: 'Builds the Dockerfile beside it, and waits for PostgreSQL before it starts.',
    text: `# A program built from the Dockerfile in this folder, and its database.
services:
  web:
    build: .
    ports:
      - "127.0.0.1:8000:8000"
    environment:
      DATABASE_URL: postgres://app:\${DATABASE_PASSWORD:?write it into .env}@db/app
    depends_on:
      db:
        condition: service_healthy
    develop:
      watch:
        - action: rebuild
          path: .

  db:
    image: postgres:17
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: \${DATABASE_PASSWORD:?write it into .env}
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready --username app"]
      interval: 5s
      start_period: 30s

volumes:
  data:
`,
  },
  {
    id: 'proxy',
    title: 'Two services behind a proxy',
    about: 'A reverse proxy that is published, and two services that only it reaches.',
    text: `# The proxy is published; what is behind it is in a network of its own.
services:
  proxy:
    image: caddy:2
    command: caddy reverse-proxy --from :80 --to site:80 --to other:80
    ports:
      - "127.0.0.1:8080:80"
    networks: [front, back]
    depends_on: [site, other]

  site:
    image: nginx:1.29
    networks: [back]

  other:
    image: nginx:1.29
    networks: [back]

networks:
  front:
  back:
    internal: true
`,
  },
  {
    id: 'tools',
    title: 'A service with tools in a profile',
    about: 'A cache, and a console for it that starts only when its profile is switched on.',
    text: `# The console belongs to the profile "tools": it starts when that is switched on.
services:
  cache:
    image: redis:8
    volumes:
      - cache:/data

  console:
    image: redis:8
    command: redis-cli -h cache monitor
    profiles: [tools]
    depends_on: [cache]

volumes:
  cache:
`,
  },
];
