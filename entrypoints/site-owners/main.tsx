import { showPage } from '@/components/own-page.ts';
import { SITE_OWNERS_STYLE, SiteOwners } from '@/components/site-owners.tsx';
import example from '@/docs/site-owners-example.html?raw';

showPage({
  title: 'site_owners_title',
  style: SITE_OWNERS_STYLE,
  content: () => <SiteOwners example={example} />,
});
